/** Names, streets and towns of the sample world. */
import type { Body } from '../world.mts';
import type { Dice } from './dice.mts';

const FIRST = [
	'Abbie',
	'Ben',
	'Carol',
	'Dev',
	'Ellen',
	'Farah',
	'George',
	'Hannah',
	'Imran',
	'Jess',
	'Karl',
	'Lucy',
	'Mohammed',
	'Nina',
	'Owen',
	'Priya',
	'Ross',
	'Sian',
	'Tom',
	'Wendy',
];
const LAST = [
	'Abbott',
	'Barker',
	'Chapman',
	'Dawson',
	'Evans',
	'Farrell',
	'Gupta',
	'Hughes',
	'Ingram',
	'Jarvis',
	'Khan',
	'Lowe',
	'Mistry',
	'Nolan',
	'Osborne',
	'Pearce',
	'Quinn',
	'Reid',
	'Shaw',
	'Turner',
	'Unwin',
	'Vaughan',
	'Walsh',
	'Young',
];
const TRADES = [
	'Builders',
	'Hardware',
	'Joinery',
	'Electrical',
	'Plumbing',
	'Interiors',
	'Decorating',
	'Tools',
	'Garden Centre',
	'Maintenance',
	'Stores',
	'Workwear',
];
const FORMS = ['Ltd', '& Sons', 'Ltd', 'Supplies', 'Trading', 'Services'];
const STREETS = [
	'High Street',
	'Station Road',
	'Mill Lane',
	'Church Street',
	'Victoria Road',
	'Canal Wharf',
	'Market Place',
	'Park Avenue',
	'Bridge Street',
	'King Street',
];

/** Town, county, postcode area, dialling code. */
const TOWNS: Array<[string, string, string, string]> = [
	['Leeds', 'West Yorkshire', 'LS', '0113'],
	['York', 'North Yorkshire', 'YO', '01904'],
	['Manchester', 'Greater Manchester', 'M', '0161'],
	['Newcastle', 'Tyne and Wear', 'NE', '0191'],
	['Sheffield', 'South Yorkshire', 'S', '0114'],
	['Bristol', 'Bristol', 'BS', '0117'],
	['Norwich', 'Norfolk', 'NR', '01603'],
	['Cardiff', 'South Glamorgan', 'CF', '029'],
	['Glasgow', 'Lanarkshire', 'G', '0141'],
	['Exeter', 'Devon', 'EX', '01392'],
	['Lincoln', 'Lincolnshire', 'LN', '01522'],
	['Derby', 'Derbyshire', 'DE', '01332'],
];

/** A first and a last name. */
export function personName(dice: Dice): { first_name: string; last_name: string } {
	return { first_name: dice.pick(FIRST), last_name: dice.pick(LAST) };
}

/** The name of a small firm. */
export function firmName(dice: Dice): string {
	return `${dice.pick(LAST)} ${dice.pick(TRADES)} ${dice.pick(FORMS)}`;
}

/** A UK address with the telephone code of its town. */
export function ukAddress(dice: Dice): { address: Body; area: string } {
	const [city, county, area, dialling] = dice.pick(TOWNS);
	const letters = 'ABDEFGHJLNPQRSTUWXYZ';
	const postcode = `${area}${1 + dice.roll(19)} ${1 + dice.roll(9)}${letters[dice.roll(20)]}${letters[dice.roll(20)]}`;
	const street = `${1 + dice.roll(180)} ${dice.pick(STREETS)}`;
	return {
		area: dialling,
		address: {
			address_1: street,
			address_2: '',
			address_3: '',
			address_4: '',
			city,
			county,
			postcode,
			country: 'United Kingdom',
		},
	};
}

/** A telephone number from the range kept for fiction. */
export function phoneNumber(dice: Dice): string {
	return `496 ${String(dice.roll(1000)).padStart(4, '0')}`;
}

/** A unique short reference of up to 8 characters: ABB001, ABB002 … */
export function makeReferences(): (name: string) => string {
	const used = new Map<string, number>();
	return (name) => {
		const stem = name
			.toUpperCase()
			.replace(/[^A-Z0-9]/g, '')
			.slice(0, 3)
			.padEnd(3, 'X');
		const count = (used.get(stem) ?? 0) + 1;
		used.set(stem, count);
		return stem + String(count).padStart(3, '0');
	};
}
