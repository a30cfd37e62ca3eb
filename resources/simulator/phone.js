(function () {
  var key = document.body.dataset.key;
  var address = "/phone/invoice.json?language=" + document.documentElement.lang;
  window.setInterval(function () {
    fetch(address, { cache: "no-store" })
      .then(function (answer) { return answer.json(); })
      .then(function (newest) { if (newest.key !== key) { window.location.reload(); } })
      .catch(function () { /* The simulator has ended; the page stays as it was. */ });
  }, 1000);
})();
