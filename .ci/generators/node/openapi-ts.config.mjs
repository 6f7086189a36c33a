// One client of hey-api for each document; zod checks what is sent and what comes.
import { readdirSync } from 'node:fs';

export default readdirSync('../documents').map((file) => ({
  input: `../documents/${file}`,
  output: `clients/${file.replace('.json', '')}`,
  plugins: ['@hey-api/client-fetch', 'zod', { name: '@hey-api/sdk', validator: true }],
}));
