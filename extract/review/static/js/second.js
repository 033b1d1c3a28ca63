// Two reviewers side by side: take over what agrees, settle what does not.

import { post } from "./api.js";
import { boot } from "./boot.js";
import { remembered } from "./settings.js";

const reviewer = remembered("reviewer", "—");
const both = { document: boot.document, second: boot.second, reviewer };

document.getElementById("merge").addEventListener("click", async () => {
  await post("/api/merge", both);
  location.reload();
});

for (const button of document.querySelectorAll("[data-choice]")) {
  button.addEventListener("click", async () => {
    await post("/api/adjudicate", { ...both, field: button.dataset.field, choice: button.dataset.choice });
    location.reload();
  });
}
