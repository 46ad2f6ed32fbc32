/** Reads an order from an item, by human keys; what is wrong with it is collected, for an item may have several. */
import type { IDataObject } from 'n8n-workflow';

import { fieldsIn } from '../../core/form/box';
import { lineLabels, lineRows } from '../../core/form/lineInput';
import type { Item } from '../../core/item';
import type { ItemProblems } from '../../core/problems';
import { readLines, type OrderLine } from '../../sage200/lines/orderLines';
import type { OrderRequest } from '../../sage200/orders/create/request';
import type { UnknownProduct } from '../../sage200/orders/create/unknownProducts';
import type { Problem } from '../../sage200/protocol/failures';
import { textIn } from '../../sage200/values/optional';
import { isRecord } from '../../sage200/values/records';
import { isUnset } from '../../sage200/values/unset';

import { cluesOf, namedCustomer, readAccount } from './buyerInput';
import { LINE_OPTIONS } from './form';
import { readPayment, readPrices, readShipping } from './moneyInput';
import { ANALYSIS_CODES, HEADER_BOX, headerValues, LINES_LABEL } from './orderInput';

/** What the form says of an order beside its header. */
const PLACES = { customer_id: 'Customer', lines: LINES_LABEL };

/**
 * The order that an item asks for.
 * @param key fields that hold its key
 */
export function readRequest(item: Item, key: IDataObject, all: ItemProblems): OrderRequest {
	const problems = all.of(item);
	const { stored_name: storedName, ...header } =
		all.collect(item, () => addressed(headerValues(item, PLACES))) ?? {};
	const account = all.collect(item, () => readAccount(item, header, problems));
	return {
		clues: account ? cluesOf(account.details, item) : namedCustomer(item),
		account,
		header,
		key,
		storedAddress: textIn(storedName),
		analysisCodes: readAnalysisCodes(item),
		payment: readPayment(item, problems),
		lines: readOrderLines(item, header, problems),
		unknownProduct: (lineOptions(item).unknownProduct as UnknownProduct | undefined) ?? 'fail',
		prices: readPrices(item, problems),
		rules: item.rules,
		problems,
	};
}

/**
 * The stored address's name is ours, and a country is named by code or name; everything else of the header is Sage's.
 */
export function addressed(values: IDataObject): IDataObject {
	const {
		country_iso: iso,
		stored_name,
		...address
	} = (values.delivery_address ?? {}) as IDataObject;
	const country = [iso, address.country_code_id, address.country].find((each) => !isUnset(each));
	const inline = {
		...address,
		...(country === undefined ? {} : { country_code_id: country }),
	};
	return {
		...values,
		stored_name,
		delivery_address: Object.keys(inline).length > 0 ? inline : undefined,
	};
}

/** Values of the order's analysis codes, by the names that the site gave them. */
export function readAnalysisCodes(item: Item): IDataObject {
	const inBox = item.fields(HEADER_BOX)[ANALYSIS_CODES];
	const { codes } = isRecord(inBox) ? inBox : item.collection(ANALYSIS_CODES);
	const rows = Array.isArray(codes) ? codes.filter(isRecord) : [];
	return Object.fromEntries(
		rows.filter(({ name }) => !isUnset(name)).map(({ name, value }) => [String(name), value]),
	) as IDataObject;
}

/** Options for all lines. */
function lineOptions(item: Item): IDataObject {
	return fieldsIn(item, 'options', 'lineOptions', LINE_OPTIONS);
}

function readOrderLines(item: Item, header: IDataObject, problems: Problem[]): OrderLine[] {
	const lines = readLines(lineRows(item, LINES_LABEL, problems), problems, lineLabels(item));
	if (lines.length === 0 && problems.every(({ field }) => field !== LINES_LABEL)) {
		problems.push({
			field: LINES_LABEL,
			message: 'has no lines',
			remedy: 'An order needs at least one line.',
		});
	}
	const { warehouse } = lineOptions(item);
	const address = (header.delivery_address ?? {}) as IDataObject;
	const taxCountry = textIn(address.country_code_id) ?? textIn(address.country);
	const completed = lines.map(
		(line): OrderLine => ({
			...line,
			taxCountry: line.taxCountry ?? taxCountry,
			warehouse: line.warehouse ?? (line.kind === 'standard' ? textIn(warehouse) : undefined),
		}),
	);
	return [...completed, ...readShipping(item, taxCountry, problems)];
}
