/**
 * The rules that n8n applies to a package before it is verified, as `@n8n/scan-community-package` 0.32
 * does, but offline: with the plugins that `@n8n/node-cli` brings. Inline "eslint-disable" comments do
 * not count, and only errors fail.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ESLint as ESLintClass } from 'eslint';
import { root } from '../root.mts';

/** What the scanner reads in the source that npm's provenance names. */
export const SOURCE_FILES = ['package.json', '{nodes,credentials}/**/*.{js,ts,json}'];

/** What the scanner reads in the published package. */
export const PACKED_FILES = ['package.json', '**/*.js'];

const fromNodeCli = createRequire(join(root, 'node_modules', '@n8n', 'node-cli', 'package.json'));
const { ESLint } = fromNodeCli('eslint') as { ESLint: typeof ESLintClass };

/** Lints the files of a folder; returns the findings as text, empty if the folder passes. */
export async function scan(folder: string, files: string[]): Promise<string> {
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		errorOnUnmatchedPattern: false,
		overrideConfigFile: true,
		overrideConfig: rules(),
	});
	const errors = ESLint.getErrorResults(await eslint.lintFiles(files));
	const formatter = await eslint.loadFormatter('stylish');
	return await formatter.format(errors);
}

function rules(): ESLintClass.Options['overrideConfig'] {
	const { n8nCommunityNodesPlugin } = fromNodeCli('@n8n/eslint-plugin-community-nodes');
	const nodesBase = fromNodeCli('eslint-plugin-n8n-nodes-base');
	const { parser } = fromNodeCli('typescript-eslint');
	const { community, credentials, nodes } = nodesBase.configs;
	return [
		...[n8nCommunityNodesPlugin.configs.recommended].flat(),
		{ plugins: { 'n8n-nodes-base': nodesBase }, rules: { 'no-console': 'error' } },
		{ files: ['package.json'], rules: community.rules },
		{
			files: ['**/credentials/**/*.ts'],
			rules: {
				...credentials.rules,
				// The scanner turns these off: the first is for n8n's own nodes, the second has a better successor.
				'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
				'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
			},
		},
		{
			files: ['**/nodes/**/*.ts'],
			rules: {
				...nodes.rules,
				// The scanner turns these off, too: connection types may be an enum, and some services have a maximum.
				'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
				'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
				'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
			},
		},
		{ files: ['**/*.json', '**/*.ts'], languageOptions: { parser } },
	];
}
