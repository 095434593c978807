package io.ternmq.web.problem;

/** Ends a request with problem details. */
public class RefusedException extends RuntimeException {

    private final transient Problem problem;

    private RefusedException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** The request makes no sense (400). */
    public static RefusedException badRequest(String why) {
        return new RefusedException(new Problem(400, why));
    }

    /** Nobody can be told from the request, or a login is wrong (401). */
    public static RefusedException unauthorized(String why) {
        return new RefusedException(new Problem(401, why));
    }

    /** The caller may not do that (403). */
    public static RefusedException forbidden(String why) {
        return new RefusedException(new Problem(403, why));
    }

    /** What is named does not exist (404). */
    public static RefusedException notFound(String what) {
        return new RefusedException(new Problem(404, what));
    }

    /** The method makes no sense here (405); the header {@code Allow} tells which do. */
    public static RefusedException methodNotAllowed() {
        return new RefusedException(new Problem(405, null));
    }

    /** The state of what is named does not allow it (409). */
    public static RefusedException conflict(String why) {
        return new RefusedException(new Problem(409, why));
    }

    /** The request's body is too long (413). */
    public static RefusedException tooLarge(String why) {
        return new RefusedException(new Problem(413, why));
    }

    /** The broker cannot answer now (503). */
    public static RefusedException unavailable(String why) {
        return new RefusedException(new Problem(503, why));
    }

    /** What the client is told. */
    public Problem problem() {
        return problem;
    }
}
