/**
 * Second lint step: the newest rules of eslint-plugin-n8n-nodes-base. n8n's strict mode forbids touching
 * eslint.config.mjs, so they stand here: `eslint -c test/eslint.nodes-base.mjs nodes credentials`.
 */
import { config } from '@n8n/node-cli/eslint';
import nodesBase from 'eslint-plugin-n8n-nodes-base';

/** n8n's configuration brings the TypeScript parser along; a second copy could differ in version. */
const { parser } = config.find((entry) => entry.languageOptions?.parser).languageOptions;

const common = {
	languageOptions: { parser },
	plugins: { 'n8n-nodes-base': nodesBase },
	linterOptions: { reportUnusedDisableDirectives: 'off' },
};

export default [
	{
		...common,
		files: ['nodes/**/*.ts'],
		rules: {
			...nodesBase.configs.nodes.rules,
			// These two want the literal ['main']; n8n's newer rule wants NodeConnectionTypes.Main.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
	{
		...common,
		files: ['credentials/**/*.ts'],
		rules: {
			...nodesBase.configs.credentials.rules,
			// The rule wants a camelCase path; a documentation URL is an address.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
];
