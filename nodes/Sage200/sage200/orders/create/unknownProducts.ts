/** What becomes of lines whose product Sage does not have. */
import type { OrderLine } from '../../lines/orderLines';
import type { OrderReferences } from '../../lines/lineReferences';

export type UnknownProduct = 'fail' | 'freeText' | 'skip';

/**
 * The lines as they are to be ordered; what was changed is told in `notes`.
 * With 'fail' they stay, and are refused when they are resolved.
 */
export function settleUnknownProducts(
	lines: OrderLine[],
	references: OrderReferences,
	choice: UnknownProduct,
	notes: string[],
): OrderLine[] {
	if (choice === 'fail') return lines;
	return lines.flatMap((line) => {
		if (references.knowsProduct(line)) return [line];
		const named = line.code ?? `ID ${line.productId}`;
		if (choice === 'skip') {
			notes.push(`${line.label} left out: Sage 200 has no product ${named}`);
			return [];
		}
		notes.push(`${line.label} entered as free text: Sage 200 has no product ${named}`);
		const name = line.description ?? line.shopName;
		const description = [line.code, name].filter(Boolean).join(' ') || named;
		return [
			{
				...line,
				kind: 'freeText' as const,
				description,
				code: undefined,
				productId: undefined,
				warehouse: undefined,
			},
		];
	});
}
