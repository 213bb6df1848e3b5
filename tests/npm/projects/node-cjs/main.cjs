const ringfence = require("ringfence");

import("./tour.mjs").then(({ tour }) => process.stdout.write(tour(ringfence)));
