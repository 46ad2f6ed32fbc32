/** Who owns the n8n of the end-to-end tests. */
export const OWNER = { email: 'owner@example.com', password: 'EndToEnd200' };
