/** How the login server behaves. The first value of each switch is the likeliest. */
export const LOGIN_SWITCHES = {
	/**
	 * The id token carries auth_time when the login asked for max_age, as OpenID Connect has it; whether Sage's login
	 * server does is unknown.
	 */
	authTime: ['on', 'off'],
	/** Refresh tokens are replaced at every use (api.md b). */
	rotation: ['on', 'off'],
	/** A refresh token's life counts from the login (api.md b, inferred), or anew from each refresh. */
	refreshLife: ['absolute', 'sliding'],
} as const;
