// The lead photo field: a thumbnail and two buttons instead of an id.
import { choosePhoto } from "desk/photo-dialog";

const enhance = (field) => {
  const part = (name) => field.querySelector(`[data-${name}]`);
  const [value, picture, shown, remove] = ["value", "picture", "shown", "remove"].map(part);
  part("number").hidden = true;
  part("buttons").hidden = false;

  const put = (photo) => {
    value.value = photo?.id ?? "";
    shown.hidden = remove.hidden = !photo;
    if (photo) {
      picture.src = photo.thumb;
      picture.alt = photo.alt;
      part("title").textContent = photo.title;
      part("detail").textContent = photo.detail;
    }
    value.dispatchEvent(new Event("input", { bubbles: true }));
  };

  part("choose").addEventListener("click", async () => {
    const photo = await choosePhoto(field.dataset);
    if (photo) put(photo);
    part("choose").focus();
  });
  remove.addEventListener("click", () => {
    put(null);
    part("choose").focus();
  });
};

document.querySelectorAll("[data-photo-field]").forEach(enhance);
