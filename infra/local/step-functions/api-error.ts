/** A refusal of the Step Functions API, by the name that its clients know. */
export class StatesApiError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}
