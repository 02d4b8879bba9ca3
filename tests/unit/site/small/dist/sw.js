self.addEventListener('install', () => self.PRECACHE);
