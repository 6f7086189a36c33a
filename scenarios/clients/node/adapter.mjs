// Correct clients of all four APIs, to be judged: sparring verify -- node scenarios/clients/node/adapter.mjs
import { Bonder } from "./bonder.mjs";
import { IQChannels } from "./iqchannels.mjs";
import { Kittn } from "./kittn.mjs";
import { serve } from "./protocol.mjs";
import { Radist } from "./radist.mjs";
import { TIMConnect } from "./timconnect.mjs";

const clients = [new Bonder(), new IQChannels(), new Radist(), new TIMConnect(), new Kittn()];
serve("Node clients", "1.0", Object.assign({}, ...clients.map((client) => client.abilities())), {
  keeps: true,
  patience: true,
});
