import { generatedDocs } from '../support/generatedDocs.js';

it('has pages of resources and of names that are true', () => {
	const pages = generatedDocs();
	expect(pages.map(({ name }) => name)).toEqual(['names.md', 'resources.md']);
	for (const { written, committed } of pages) expect(written).toBe(committed);
}, 60_000);
