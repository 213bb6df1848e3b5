import { check } from "ringfence";

check(5);
