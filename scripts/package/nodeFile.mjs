/**
 * The file of a node that n8n loads at every start. It holds the description, worked out by the build, and asks for the
 * code when the node first runs or a dropdown opens: reading and compiling the code takes ten times as long as the rest.
 */

/**
 * The JavaScript of a node's file.
 * @param className the class that n8n makes, which has the file's name
 * @param node an instance of the class, whose functions are passed on
 * @param code the file with the classes of all nodes, relative to the node's file
 * @param description the file with the node's description, relative to the node's file
 */
export function nodeFile({ className, node, code, description }) {
	const runs = ['execute', 'poll', 'trigger', 'webhook'].filter((name) => name in node);
	return `"use strict";
const description = require(${JSON.stringify(description)});
let loaded;
const node = () => (loaded ??= new (require(${JSON.stringify(code)}).${className})());
class ${className} {
	constructor() {
		this.description = description;
		this.methods = {
${Object.entries(node.methods ?? {})
	.map(methodKind)
	.join('\n')}
		};
	}
${runs.map((name) => `	${name}(...given) { return node().${name}.apply(this, given); }`).join('\n')}
}
exports.${className} = ${className};
`;
}

function methodKind([kind, methods]) {
	const passedOn = Object.keys(methods).map(
		(name) => `				${name}(...given) { return node().methods.${kind}.${name}.apply(this, given); },`,
	);
	return `			${kind}: {\n${passedOn.join('\n')}\n			},`;
}
