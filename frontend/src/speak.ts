// Entry of the page where an opinion is written and of the one that answers it.
import { watchCredential } from "./speak/credential";
import { watchWork } from "./speak/work";

watchWork();
watchCredential();
