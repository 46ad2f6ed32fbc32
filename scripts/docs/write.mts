/**
 * Writes the pages of docs/ that are made from the node itself.
 *
 *   npm run docs               writes them
 *   npm run docs -- --print    prints them as JSON, by their names
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../root.mts';

import { namesPage } from './namesPage.mts';
import { resourcesPage } from './resourcesPage.mts';

const pages = { 'names.md': namesPage(), 'resources.md': resourcesPage() };

if (process.argv.includes('--print')) process.stdout.write(JSON.stringify(pages));
else
	for (const [name, page] of Object.entries(pages)) writeFileSync(join(root, 'docs', name), page);
