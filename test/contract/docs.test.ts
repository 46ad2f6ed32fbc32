import { generatedDocs } from '../support/generatedDocs.js';

it('has a table of resources and operations that is true', () => {
	const { written, committed } = generatedDocs();
	expect(written).toBe(committed);
}, 60_000);
