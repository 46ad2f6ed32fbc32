/** Every link between the pages of the repository leads to a file, and to a heading where it names one. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

import { root } from '../../scripts/root.mts';

const FOLDERS = ['.', 'docs', 'simulator'];
const pages = FOLDERS.flatMap((folder) =>
	readdirSync(join(root, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => join(root, folder, name)),
);

/** As GitHub makes an anchor of a heading. */
function anchorOf(heading: string): string {
	return heading
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.replace(/\s/g, '-');
}

function anchorsIn(file: string): Set<string> {
	const text = readFileSync(file, 'utf8').replace(/^```.*?^```/gms, '');
	return new Set([...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => anchorOf(heading)));
}

/** Links of a page to the repository itself. */
function linksIn(file: string): string[] {
	const text = readFileSync(file, 'utf8').replace(/^\s*```.*?^\s*```/gms, '');
	return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target]) => target)
		.filter((target) => !/^[a-z]+:/.test(target));
}

for (const page of pages)
	test(`the links of ${relative(root, page)} lead somewhere`, () => {
		const lost = linksIn(page).filter((link) => {
			const [path, anchor] = link.split('#');
			const file = path === '' ? page : resolve(dirname(page), path);
			return !existsSync(file) || (anchor !== undefined && !anchorsIn(file).has(anchor));
		});
		assert.deepEqual(lost, []);
	});
