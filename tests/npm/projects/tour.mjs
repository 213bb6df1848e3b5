// What every host is asked. It gets what the host imported of both engines, and gives a text that is the same everywhere.

export const SHOP = `
network shop on aws in eu-central-1 {
  vpc main 10.0.0.0/16 {
    internet-gateway igw
    route-table public { 0.0.0.0/0 -> igw }
    subnet web 10.0.1.0/24 { route-table public }
    security-group web { ingress tcp 443 from 0.0.0.0/0 }
    instance web-1 in web { ip 10.0.1.10; public-ip 198.51.100.10; security-group web }
  }
}
segment café = subnet web
`;

// The name that `é` ends, written as two characters: the host composes it.
export const INTENTS = `
require internet -> cafe\u0301 : tcp 443 because "the front door"
deny    internet -> web-1 : tcp 22
require web-1 -> internet : tcp 443
`;

export function tour({ Analysis, check, reach, version }, editor) {
  const texts = [
    { name: "shop.fence", text: SHOP },
    { name: "intents.fence", text: INTENTS },
  ];
  const analysis = new Analysis(texts);
  const answers = {
    versions: [version(), editor.version()],
    check: check(texts),
    reach: reach(SHOP, "internet -> web-1 : tcp 443"),
    refused: reach(SHOP, "internet -> nowhere"),
    formatted: editor.format("deny internet->web : tcp 22\nallow web -> any"),
    unformatted: editor.format("deny internet ->"),
    completions: editor.complete(texts, "intents.fence", INTENTS.indexOf("web-1") + 2),
    hover: editor.hover(texts, "shop.fence", SHOP.indexOf("subnet")),
    definition: editor.definition(texts, "intents.fence", INTENTS.indexOf("web-1")),
    references: editor.references(texts, "shop.fence", SHOP.indexOf("web-1")),
    renamed: editor.rename(texts, "shop.fence", SHOP.indexOf("web-1"), "front 1"),
    notRenamed: editor.rename(texts, "shop.fence", SHOP.indexOf("subnet"), "net"),
    outline: editor.outline(SHOP),
    tokens: editor.tokens(INTENTS),
    problems: analysis.problems(),
    again: analysis.check(),
    topology: analysis.topology(),
    matrix: analysis.matrix("segment"),
    row: analysis.matrixRow("segment", 0, "tcp 443"),
    rowRefused: analysis.matrixRow("segment", 0, "no such service"),
  };
  // What is known beforehand changes no answer, and neither does what an edit leaves.
  while (analysis.step(1000).type === "pending");
  answers.known = analysis.check();
  analysis.update([texts[0], { name: "intents.fence", text: `${INTENTS}\ndeny internet -> web-1 : udp` }]);
  answers.updated = analysis.check();
  answers.progress = analysis.step(1000000);
  analysis.free();
  return JSON.stringify(answers);
}
