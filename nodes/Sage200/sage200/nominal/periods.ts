/** Accounting periods: found by number and year, or by a day in them. */
import type { Fields } from '../../catalog/fieldNames';
import type { Lookups } from '../lookups/lookups';
import type { SageRecord } from '../protocol/api';
import { invalid } from '../protocol/failures';
import { dayOf, readDate } from '../values/dates';

export interface Period {
	/** Relative to the current financial year, which is 0. */
	year: number;
	number: number;
	/** `2026-11-01` */
	start: string;
	end: string;
}

const SHOWN: Array<Fields['financial_year_period_view']> = [
	'year_relative_to_current_year',
	'period_number',
	'period_start_date',
	'period_end_date',
	'accounting_period_id',
];

/** All periods of the company. */
export async function periodsOf(lookups: Lookups): Promise<Period[]> {
	const rows = await lookups.all('financial_year_period_views', { $select: SHOWN.join(',') });
	return rows.map((row: SageRecord) => ({
		year: Number(row.year_relative_to_current_year),
		number: Number(row.period_number),
		start: String(row.period_start_date).slice(0, 'yyyy-mm-dd'.length),
		end: String(row.period_end_date).slice(0, 'yyyy-mm-dd'.length),
	}));
}

/**
 * The period that a person means.
 * @param given the period's number in the year, or a day in it
 * @param year relative to the current one; a day says its year itself
 * @throws InvalidInput where there is none
 */
export function periodNamed(
	periods: Period[],
	given: string,
	year: number,
	timeZone: string,
): Period {
	const date = readDate(given);
	const day = date && dayOf(date, timeZone);
	const wanted = /^\d+$/.test(given) ? Number(given) : undefined;
	const found = periods.find(({ number, start, end, ...each }) =>
		day === undefined ? number === wanted && each.year === year : start <= day && day <= end,
	);
	if (found) return found;
	const numbers = periods.filter((each) => each.year === year).map(({ number }) => number);
	throw invalid(
		'Period',
		`"${given}" is no period of ${day === undefined ? `financial year ${year}` : 'Sage 200'}`,
		numbers.length > 0
			? `Give ${Math.min(...numbers)} to ${Math.max(...numbers)}, or a day such as ${periods[0].end}.`
			: 'The current financial year is 0, the one before it -1.',
	);
}
