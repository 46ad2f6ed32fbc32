/** Payment that comes with an order. */
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import { eitherRemedy, rowsNamed } from '../../lookups/named';

export interface Payment {
	/** Payment method of sales orders, by name or ID. */
	method: string;
	/** What was paid, where it was not all. */
	part?: number;
	reference?: string;
	invoiceImmediately?: boolean;
}

/** The header fields of a payment. What cannot be is added to `problems`. */
export function paymentFields(
	payment: Payment,
	methods: SageRecord[],
	problems: Problem[],
): SageRecord {
	const matches = rowsNamed(methods, payment.method, ['name']);
	const [match] = matches;
	const add = (message: string, remedy: string) =>
		problems.push({ field: 'Payment Method', message, remedy });
	if (payment.method === '') add('is empty', 'Name a payment method of sales orders.');
	else if (!match)
		add(
			`Sage 200 has no payment method "${payment.method}"`,
			`It has: ${methods.map(({ name }) => String(name)).join(', ') || 'none'}.`,
		);
	else if (matches.length > 1)
		add(
			`"${payment.method}" names ${matches.length} payment methods: ${matches.map(({ name }) => String(name)).join(', ')}`,
			eitherRemedy(payment.method),
		);
	// Card payments are taken on screen (api.md §j 9).
	else if (match.card_processing_method === true)
		add(
			`"${String(match.name)}" takes cards online, which Sage 200 does not do for orders from outside`,
			'Choose another method.',
		);
	if (payment.part !== undefined && payment.part <= 0)
		problems.push({
			field: 'Part Payment',
			message: `${payment.part} is not above 0`,
			remedy: 'Leave it empty when all was paid.',
		});
	return {
		payment_with_order: true,
		payment_method_id: match?.id,
		payment_type:
			payment.part === undefined ? 'EnumSOPOrderPaymentTypeFull' : 'EnumSOPOrderPaymentTypePart',
		payment_value: payment.part,
		payment_reference: payment.reference,
		invoice_payment_with_order_immediately: payment.invoiceImmediately,
	};
}
