// Entry for public, sign-in and error pages: no htmx, which would leave the address in the tab's storage.
import { enhance, watchPage } from "./enhance/all";

watchPage();
enhance(document);
