"use strict";

window.Answerbus ||= function () {
  (window.Answerbus.q ||= []).push(arguments);
};

const NUMBER = /^PW\d{10}[A-Z]{2}$/;

function answer(number) {
  if (!number) return "Please type the tracking number first.";
  if (!NUMBER.test(number)) return "A tracking number is PW, ten digits and two letters, such as PW0123456789LH.";
  return `This is a demonstration, so no parcel travels as ${number}. The assistant can explain every status.`;
}

addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-chat]")) {
    button.addEventListener("click", () => window.Answerbus("open"));
  }
  document.querySelector("[data-track]").addEventListener("submit", (event) => {
    event.preventDefault();
    const number = event.target.elements.number.value.trim().toUpperCase();
    document.querySelector("[data-track-note]").textContent = answer(number);
  });
});
