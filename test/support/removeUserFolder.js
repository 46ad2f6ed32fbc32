const { rmSync } = require('node:fs');

/** Removes the folder that openUserFolder.js made. */
module.exports = async () => {
	rmSync(process.env.N8N_USER_FOLDER, { recursive: true, force: true });
};
