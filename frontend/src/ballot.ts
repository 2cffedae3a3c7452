// Entry of the pages where a credential is drawn, a teller's key is made and a ballot is sealed.
import { watchDraw } from "./ballot/draw";
import { watchTeller } from "./ballot/teller";
import { watchVote } from "./ballot/vote";

watchDraw();
watchTeller();
watchVote();
