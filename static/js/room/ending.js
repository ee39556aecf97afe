// <form data-after-outbox> goes once everything before it is on the server, so that what was done last is not late for the end.
const PATIENCE = 5000; // milliseconds; what still waits then comes later, with the time of the deed

export function endLast(outbox) {
  // Before anything else takes it for sent.
  addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-after-outbox]") || !outbox.waiting.size || form.hasAttribute("data-waited")) return;
    event.preventDefault();
    form.setAttribute("data-waited", "");
    await outbox.order;
    await Promise.race([settled(outbox), new Promise((done) => setTimeout(done, PATIENCE))]);
    form.requestSubmit();
  }, true);
}

function settled(outbox) {
  return new Promise((done) => {
    const look = () => !outbox.waiting.size && done();
    document.addEventListener("outbox:state", look);
    outbox.flush();
    look();
  });
}
