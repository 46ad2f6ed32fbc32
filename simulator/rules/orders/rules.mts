/** Every kind of document answers the same operations (api.md j 12). */
import type { Call, Rule, Rules } from '../../world.mts';
import { amendDocument } from './amend.mts';
import { createDocument, previewDocument } from './create.mts';
import { duplicateDocument } from './duplicate.mts';
import type { DocumentKind } from './kind.mts';
import { KINDS, SALES_ORDER, SALES_RETURN } from './kinds.mts';
import { readDocument } from './read.mts';
import { removeDocument } from './remove.mts';
import { changeStatus } from './status.mts';

const ANSWERS: Record<string, (kind: DocumentKind, call: Call) => unknown> = {
	'POST /*': createDocument,
	'GET /*/{Id}': readDocument,
	'PUT /*/{Id}': amendDocument,
	'DELETE /*/{Id}': removeDocument,
	'POST /*_new': previewDocument,
	'PUT /*_new/{Id}': amendDocument,
	'POST /*_duplicate': duplicateDocument,
};

/** Rules of sales orders, returns, quotes and purchase orders. */
export const orderRules: Rules = {
	...Object.fromEntries(KINDS.flatMap(rulesOf)),
	...statusRules(SALES_ORDER),
	...statusRules(SALES_RETURN),
};

function statusRules(kind: DocumentKind): Rules {
	const path = `UNKNOWN /${kind.resource}_status`;
	const answer: Rule = (call) => changeStatus(kind, call);
	return { [path]: answer, [`${path}/{Id}`]: answer };
}

function rulesOf(kind: DocumentKind): Array<[string, Rule]> {
	return Object.entries(ANSWERS).map(([operation, answer]) => [
		operation.replace('*', kind.resource),
		(call) => answer(kind, call),
	]);
}
