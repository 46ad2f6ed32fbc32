/** The sites and companies that a login of the simulator reaches. */
export interface SeededCompany {
	siteId: string;
	siteName: string;
	siteShortName: string;
	companyId: number;
	companyName: string;
}

const NORTHGATE = {
	siteId: '3f6a1c52-8d0b-4f7e-9a41-6c2e5b7d9013',
	siteName: 'Northgate Trade Supplies',
	siteShortName: 'northgate',
};

const HARBOUR = {
	siteId: 'b81d4e07-52c9-4a36-8f15-0e97a3c46d28',
	siteName: 'Harbour Street Interiors',
	siteShortName: 'harbourst',
};

export const COMPANIES: SeededCompany[] = [
	{ ...NORTHGATE, companyId: 1, companyName: 'Northgate Trade Supplies Ltd' },
	{ ...NORTHGATE, companyId: 2, companyName: 'Northgate Export Ltd' },
	{ ...HARBOUR, companyId: 1, companyName: 'Harbour Street Interiors Ltd' },
];
