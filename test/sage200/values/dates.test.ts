import fc from 'fast-check';

import {
	dayOf,
	holdsMoment,
	momentOf,
	readDate,
} from '../../../nodes/Sage200/sage200/values/dates';

const LONDON = 'Europe/London';
const ZONES = [LONDON, 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC'];
const zones = fc.constantFrom(...ZONES);
const seconds = fc
	.integer({ min: Date.UTC(2000, 0, 2) / 1000, max: Date.UTC(2060, 0, 1) / 1000 })
	.map((second) => new Date(second * 1000));

const read = (value: unknown) => {
	const date = readDate(value);
	if (!date) throw new Error(`${String(value)} is not a date`);
	return date;
};
const moment = (text: string, zone = LONDON) => momentOf(read(text), zone).toISOString();

describe('moments', () => {
	it.each([
		['2024-07-24', '2024-07-23T23:00:00.000Z'],
		['2024-01-24', '2024-01-24T00:00:00.000Z'],
		['2024-07-24 09:30', '2024-07-24T08:30:00.000Z'],
		['2024-07-24T09:30:15.25', '2024-07-24T08:30:15.250Z'],
		['2024-07-24T09:30Z', '2024-07-24T09:30:00.000Z'],
		['2024-07-24T09:30+02:00', '2024-07-24T07:30:00.000Z'],
	])('%s in London is %s', (given, utc) => expect(moment(given)).toBe(utc));

	it('is an hour later where clocks leave the time out, and the first where they show it twice', () => {
		// Clocks go forward at 01:00 UTC on 31 March 2024, back at 01:00 UTC on 27 October.
		expect(moment('2024-03-31T00:59')).toBe('2024-03-31T00:59:00.000Z');
		expect(moment('2024-03-31T01:30')).toBe('2024-03-31T01:30:00.000Z');
		expect(moment('2024-03-31T02:00')).toBe('2024-03-31T01:00:00.000Z');
		expect(moment('2024-10-27T00:59')).toBe('2024-10-26T23:59:00.000Z');
		expect(moment('2024-10-27T01:30')).toBe('2024-10-27T00:30:00.000Z');
		expect(moment('2024-10-27T02:00')).toBe('2024-10-27T02:00:00.000Z');
	});

	it('is what the clocks of the zone show, in any zone and season', () => {
		fc.assert(
			fc.property(seconds, zones, (date, zone) => {
				const shown = new Intl.DateTimeFormat('sv-SE', {
					timeZone: zone,
					dateStyle: 'short',
					timeStyle: 'medium',
				}).format(date);
				const found = momentOf(read(shown), zone).getTime();
				// In the hour that clocks show twice it is the first.
				expect([date.getTime(), date.getTime() - 3_600_000]).toContain(found);
			}),
		);
	});
});

describe('days', () => {
	it('is the day that was written, or the day in the zone of what is given in UTC', () => {
		fc.assert(
			fc.property(seconds, zones, (date, zone) => {
				const there = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(date);
				fc.pre(!date.toISOString().endsWith('T00:00:00.000Z'));
				for (const utc of [date, date.toISOString(), { toISO: () => date.toISOString() }])
					expect(dayOf(read(utc), zone)).toBe(there);
				for (const offset of ['', '+01:00', '-08:00'])
					expect(dayOf(read(`${there}T23:30:00${offset}`), zone)).toBe(there);
				expect(dayOf(read(there), zone)).toBe(there);
			}),
		);
	});

	it('is the same day for every form of midnight, on the days on which clocks change too', () => {
		for (const day of ['2024-03-31', '2024-10-27', '2024-07-24', '2024-01-01']) {
			const midnight = momentOf(read(day), LONDON).toISOString();
			for (const given of [day, `${day}T00:00:00Z`, `${day}T00:00`, midnight])
				expect(dayOf(read(given), LONDON)).toBe(day);
		}
	});
});

it.each([
	'24/05/2024',
	'tomorrow',
	'2024-02-30',
	'2024-13-01',
	'2024-05-24T25:00',
	'',
	5,
	{},
	null,
])('refuses %p', (given) => expect(readDate(given)).toBeUndefined());

it('knows the fields that hold moments', () => {
	for (const name of ['date_time_updated', 'sop_order_date_time_updated', 'a.date_time_created'])
		expect(holdsMoment(name)).toBe(true);
	for (const name of ['document_date', 'due_date', 'spare_date_1'])
		expect(holdsMoment(name)).toBe(false);
});
