/** What comments cite of api.md and n8n.md stands in docs/sage200-facts.md. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../scripts/root.mts';

const FOLDERS = ['nodes', 'credentials', 'simulator', 'scripts', 'bench', 'test'];
const CITATION = /\b(api|n8n)\.md §?([a-z]\b|\d+)(?: (\d+))?/g;

const page = readFileSync(join(root, 'docs', 'sage200-facts.md'), 'utf8');

/** The text of a section, or undefined: `### n. …` or `### §9. …`. */
function section(name: string): string | undefined {
	return page.split(/^###? /m).find((part) => part.replace('§', '').startsWith(`${name}.`));
}

test('the comments cite sections and points that there are', () => {
	const files = FOLDERS.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true })
			.map((name) => join(folder, String(name)))
			.filter((name) => /\.m?ts$/.test(name)),
	);
	let cited = 0;
	const lost = files.flatMap((file) =>
		[...readFileSync(join(root, file), 'utf8').matchAll(CITATION)]
			.filter(([, , name, point]) => {
				cited++;
				const text = section(name);
				return !text || (point !== undefined && !text.includes(`\n${point}. `));
			})
			.map(([citation]) => `${file}: ${citation}`),
	);
	assert.deepEqual(lost, []);
	assert.ok(cited > 50);
});
