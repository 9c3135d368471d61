/** True in development and in the demo build; false, and folded away, in what is shipped. */
declare const __DEMO__: boolean;
