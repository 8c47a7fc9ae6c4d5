// What a script on a page finds is what its template put there: the compiler cannot know it, the tests in a browser do.
// The modules of the tablet are read without this, with every null in its place.

interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Element {
  closest(selectors: string): any;
}
interface NonElementParentNode {
  getElementById(id: string): any;
}
interface Document {
  getElementById(id: string): any;
}
