// Two machines in one text, and what must hold of them in another.

export const NETWORK = `network lab on aws in eu-central-1 {
  vpc main 10.0.0.0/16 {
    subnet all 10.0.0.0/24
    security-group open { ingress tcp 22 from self; egress tcp 22 to self }
    instance one in all { ip 10.0.0.10; security-group open }
    instance two in all { ip 10.0.0.20; security-group open }
  }
}
`;

export const INTENTS = "require one -> two : tcp 22\ndeny one -> two : tcp 80\n";
