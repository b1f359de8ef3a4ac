// Our own editor extensions, as named in articles/prose.py.
export { ReadAlso } from "desk/prose/read-also";
export { Photo } from "desk/prose/photo";
export { WordCount } from "desk/prose/word-count";
export { PasteClean } from "desk/prose/paste";
export { IndonesianMenu } from "desk/prose/menu";
export { RemarkKey } from "desk/prose/remark";
export { Marks } from "desk/prose/marks";
