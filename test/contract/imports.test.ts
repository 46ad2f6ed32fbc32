/**
 * What ships imports only n8n-workflow and files of its own. n8n's lint would let any devDependency through
 * (its no-restricted-imports allows whatever package.json names), and the published package has none of them.
 */
import { importsOf, sourceFiles } from '../support/source.js';

const OWN_FILE = /^\.\.?(\/|$)/;

it('imports only n8n-workflow and relative files', () => {
	const foreign = sourceFiles(['nodes', 'credentials']).flatMap((file) =>
		importsOf(file)
			.filter((name) => name !== 'n8n-workflow' && !OWN_FILE.test(name))
			.map((name) => `${file} imports ${name}`),
	);
	expect(foreign).toEqual([]);
});
