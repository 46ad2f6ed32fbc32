/**
 * Document numbers: Sage gives them out, unless the site has switched automatic numbering off (api.md n). A draft has
 * none (api.md j 2).
 */
import { SageRefusal, type Body, type Company } from '../../world.mts';
import { isSet, textOf } from '../foundation/read.mts';
import { settings } from '../foundation/records.mts';
import type { DocumentKind } from './kind.mts';

/** What Sage shows as the number of a draft. */
export const DRAFT_NUMBER = 'TBA';

const DIGITS = 10;

/**
 * Checks the number sent with a new document. Where Sage numbers by itself its schema says that one is ignored
 * (api.md n); a switch refuses it.
 * @throws SageRefusal if it is missing, taken or not asked for
 */
export function checkNumber(company: Company, kind: DocumentKind, body: Body): void {
	if (isAutomatic(company, kind)) {
		if (isSet(body.document_no) && company.behaviour.givenDocumentNumbers === 'refused') {
			throw new SageRefusal(
				'The document number is generated automatically and must not be given.',
			);
		}
		return;
	}
	if (!isSet(body.document_no)) throw new SageRefusal('A document number is required.');
	if (company.table(kind.resource).where('document_no', body.document_no).length > 0) {
		throw new SageRefusal(`The document number '${textOf(body.document_no)}' is already in use.`);
	}
}

/** The number of a document that is confirmed now. */
export function numberFor(company: Company, kind: DocumentKind, sent: unknown): string {
	if (!isAutomatic(company, kind)) return textOf(sent);
	return String(company.next(kind.numbering.series)).padStart(DIGITS, '0');
}

function isAutomatic(company: Company, kind: DocumentKind): boolean {
	return settings(company, kind.numbering.settings)[kind.numbering.automatic] !== false;
}
