/** Who can log in to the simulated Sage ID. */
export interface User {
	password: string;
	name: string;
	email: string;
}

export const USERS: Record<string, User> = {
	demo: { password: 'demo', name: 'Ann Lee', email: 'demo@northgate.example' },
	raj: { password: 'demo', name: 'Raj Patel', email: 'raj@northgate.example' },
};

/** Claims of a user, by its login name. */
export function claimsOf(login: string): Record<string, unknown> {
	const user = USERS[login];
	return { sub: login, name: user?.name ?? login, email: user?.email, email_verified: true };
}
