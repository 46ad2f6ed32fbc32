/** The nodes and credentials that package.json ships, made from their source. n8n's lint keeps `require` out of .ts files. */
const { join, resolve } = require('node:path');

const ROOT = resolve(__dirname, '../..');
const { name: packageName, n8n } = require(join(ROOT, 'package.json'));

/** dist/nodes/X.node.js → nodes/X.node.ts */
function sourceOf(built) {
	return built.replace(/^dist\//, '').replace(/\.js$/, '.ts');
}

/** An instance of the one class that the file is named after. */
function instanceOf(file) {
	const [className] = file.split('/').pop().split('.');
	const loaded = require(join(ROOT, file));
	return new loaded[className]();
}

/**
 * @typedef {object} ShippedNode
 * @property {string} file source file, from the repository's root
 * @property {import('n8n-workflow').INodeTypeDescription} description as n8n reads it
 * @property {Record<string, any>} codex the .node.json beside it
 * @property {string} type the full type that workflows name
 */

/** @returns {ShippedNode[]} */
function shippedNodes() {
	return n8n.nodes.map((built) => {
		const file = sourceOf(built);
		const { description } = instanceOf(file);
		return {
			file,
			description,
			codex: require(join(ROOT, file.replace(/\.ts$/, '.json'))),
			type: `${packageName}.${description.name}`,
		};
	});
}

/**
 * @typedef {object} ShippedCredential
 * @property {string} file
 * @property {import('n8n-workflow').ICredentialType} credential
 */

/** @returns {ShippedCredential[]} */
function shippedCredentials() {
	return n8n.credentials.map((built) => {
		const file = sourceOf(built);
		return { file, credential: instanceOf(file) };
	});
}

module.exports = { shippedCredentials, shippedNodes };
