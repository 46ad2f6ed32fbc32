/**
 * Drives every catalogued operation through the node's own form, in process, on n8n's engine, against the simulator. Checks
 * each request and reply against the catalog, that what was filled in is sent, and that what Sage answers comes out. Writes
 * are driven twice: with what they need, and with every field that the form offers. Ends with exit code 1 on any gap.
 *
 *   npm run conformance [-- --only sop_orders]
 */
import { Command } from 'commander';

import { conform } from './conformance/run.mts';
import { ownUserFolder } from './n8n/own-user-folder.mts';

ownUserFolder();

const { only } = new Command()
	.option('--only <text>', 'only paths that contain this')
	.parse()
	.opts<{ only?: string }>();
const { gaps, ...result } = await conform(only);
for (const gap of gaps) console.error(gap);
console.log(JSON.stringify(result));
process.exit(gaps.length === 0 ? 0 : 1);
