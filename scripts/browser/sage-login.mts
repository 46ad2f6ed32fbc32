import type { Page } from 'playwright-core';

/** Logs in and consents on the pages of the simulated Sage ID, which the browser has been sent to. */
export async function logInToSage(
	page: Page,
	{ user, password }: { user: string; password: string },
): Promise<void> {
	await page.getByLabel('User').fill(user);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Log in' }).click();
	await page.getByRole('button', { name: 'Allow' }).click();
}
