/**
 * n8n's own lint over a description as it is at run time. The rules see only literals in source files, so fields that
 * factories make would go unread; here the finished description is written out as one literal and linted.
 */
const { dirname } = require('node:path');
const { inspect } = require('node:util');
const { Linter } = require('eslint');

// The parser that n8n's lint uses. Its configuration itself is an ES module, which jest on Node 20 cannot require.
const n8nLint = dirname(require.resolve('@n8n/node-cli/eslint'));
const parser = require(require.resolve('@typescript-eslint/parser', { paths: [n8nLint] }));

const nodesBase = loadRules();

const RULES = {
	...nodesBase.configs.nodes.rules,
	// As in n8n's configuration: newer rules ask for NodeConnectionTypes.Main, which is written out as 'main' here.
	'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
	'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
	// Rows of a form read in the order in which they are filled in: an order line begins with type, code and quantity.
	'n8n-nodes-base/node-param-fixed-collection-type-unsorted-items': 'off',
};

/**
 * What n8n's rules have against a description, with the line that each is about.
 * @param {string} file the node's source file, for rules that look at its name
 * @param {object} description
 * @returns {string[]}
 */
function lintDescription(file, description) {
	const literal = inspect(description, {
		depth: null,
		maxArrayLength: null,
		maxStringLength: null,
		breakLength: Infinity,
		compact: false,
	});
	const className = /(\w+)\.node\.ts$/.exec(file)[1];
	const source = [
		`import { INodeType, INodeTypeDescription } from 'n8n-workflow';`,
		`export class ${className} implements INodeType {`,
		`description: INodeTypeDescription = ${literal};`,
		'}',
	].join('\n');
	const lines = source.split('\n');
	return new Linter({ configType: 'flat' })
		.verify(
			source,
			[
				{
					files: ['**/*.ts'],
					languageOptions: { parser },
					plugins: { 'n8n-nodes-base': nodesBase },
					rules: RULES,
				},
			],
			{ filename: file },
		)
		.map(({ line, message, ruleId }) => `${lines[line - 1].trim()} → ${message} (${ruleId})`);
}

/** Where NODE_ENV is "test", as jest sets it, the plugin takes every file for its own test fixture `Test.node.ts`. */
function loadRules() {
	const { NODE_ENV } = process.env;
	process.env.NODE_ENV = 'development';
	try {
		return require('eslint-plugin-n8n-nodes-base');
	} finally {
		process.env.NODE_ENV = NODE_ENV;
	}
}

module.exports = { lintDescription };
