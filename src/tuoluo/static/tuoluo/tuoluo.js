// Makes pages better where the browser can; everything works without it.
(function () {
  "use strict";

  document.documentElement.classList.add("has-script");

  // "Where am I": ask the device once, then let the server find the cell.
  document.addEventListener("click", function (event) {
    const locate = event.target.closest("[data-locate]");
    if (locate) {
      event.preventDefault();
      whereAmI(locate);
    }
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      event.preventDefault();
      copyText(copy);
    }
    if (event.target.closest("[data-print]")) {
      event.preventDefault();
      window.print();
    }
  });

  function whereAmI(button) {
    const said = document.getElementById("locate-said");
    if (!navigator.geolocation) {
      said.textContent = button.dataset.unable;
      return;
    }
    said.textContent = button.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      function (position) {
        const at = { lng: position.coords.longitude, lat: position.coords.latitude };
        window.htmx.ajax("GET", button.dataset.locate, { target: "#place", swap: "outerHTML", values: at });
      },
      function () {
        said.textContent = button.dataset.unable;
      },
      { enableHighAccuracy: true, timeout: 10000 },
    );
  }

  function copyText(button) {
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    navigator.clipboard.writeText(text).then(function () {
      button.textContent = button.dataset.done;
    });
  }

  // A form is sent once, even when the button is pressed twice.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.method === "post" && !form.hasAttribute("data-again")) {
      form.dataset.sent = "yes";
    }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });

  // A choice that opens further fields.
  document.addEventListener("change", function (event) {
    const form = event.target.closest("form[data-on-change]");
    if (form && event.target.matches("select")) {
      form.requestSubmit();
    }
  });
})();
