const ringfence = require("ringfence");
const editor = require("ringfence/editor");

import("./tour.mjs").then(({ tour }) => process.stdout.write(tour(ringfence, editor)));
