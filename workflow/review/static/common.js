// What every page has.

import { offerHelp } from "./help.js";

offerHelp();
