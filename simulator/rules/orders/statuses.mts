/** Process statuses of documents and lines. "None" and "Full(y)" were captured, the words between are inferred. */
import { sum, type Decimal, decimal } from '../foundation/money.mts';
import type { Body } from '../../world.mts';

/** How far a line is: `EnumLineStatusNone`, `…Partially`, `…Fully`. */
export function lineStatus(done: Decimal, wanted: Decimal): string {
	if (done.lte(0)) return 'EnumLineStatusNone';
	return done.gte(wanted) ? 'EnumLineStatusFully' : 'EnumLineStatusPartially';
}

/** How far a document is: `EnumDocumentProcessStatusNone`, `…Part`, `…Full`. Comments and charges do not count. */
export function documentStatus(lines: Body[], doneField: string): string {
	const counted = lines.filter((line) => decimal(line.line_quantity).gt(0) && isMoved(line));
	if (sum(counted, doneField).lte(0)) return 'EnumDocumentProcessStatusNone';
	const whole = counted.every((line) => decimal(line[doneField]).gte(decimal(line.line_quantity)));
	return whole ? 'EnumDocumentProcessStatusFull' : 'EnumDocumentProcessStatusPart';
}

/** Goods and free text are despatched or received; charges and comments are not. */
export function isMoved(line: Body): boolean {
	return line.line_type === 'EnumLineTypeStandard' || line.line_type === 'EnumLineTypeFreeText';
}
