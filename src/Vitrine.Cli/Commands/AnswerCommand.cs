using System.CommandLine;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Watching;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine answer</c>: answers one question of a running session, for scripts and editors. Exit status 0; 2 when there is no such question.
/// </summary>
internal static class AnswerCommand
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);
    private static readonly Dictionary<string, Answer> Answers = new(StringComparer.Ordinal)
    {
        ["once"] = Answer.Once,
        ["session"] = Answer.Session,
        ["always"] = Answer.Always,
        ["refuse"] = Answer.Refused,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create(Func<SessionStore> store)
    {
        var session = new Argument<string>("SESSION") { Description = "The session's id, the beginning of it, or last." };
        var question = new Argument<long>("QUESTION") { Description = "The question's number, as vitrine watch --json gives it." };
        var answer = new Argument<string>("ANSWER") { Description = "once, session, always or refuse." };
        answer.AcceptOnlyFromAmong([.. Answers.Keys]);
        var command = new Command("answer", "Answer a question of a running session.") { session, question, answer };
        command.SetAction(async (result, cancellationToken) =>
        {
            OutputStream said = OutputStream.Messages();
            try
            {
                SessionStore sessions = store();
                if (SessionChoice.Open(sessions, result.GetValue(session)!, said) is not { } chosen)
                    return ShowExit.NothingToShow;
                await using ControlClient? control = await ControlClient.ConnectAsync(sessions.ControlOf(chosen.Id), cancellationToken).ConfigureAwait(false);
                if (control is null)
                {
                    said.Complain($"Session {chosen.Id} does not run, or asks nothing.", "vitrine log lists the sessions.");
                    return ShowExit.NothingToShow;
                }

                return await AnswerAsync(control, result.GetValue(question), Answers[result.GetValue(answer)!], said, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                said.Complain(error.Message, "vitrine watch shows what runs.");
                return ShowExit.NothingToShow;
            }
        });
        return command;
    }

    private static async Task<int> AnswerAsync(ControlClient control, long number, Answer answer, OutputStream said, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(Wait);
        try
        {
            await control.AnswerAsync(number, answer, ending.Token).ConfigureAwait(false);
            while (await control.ReadAsync(ending.Token).ConfigureAwait(false) is (_, var closed) news && news != default)
                if (closed is { } one && one.Id == number)
                {
                    if (one.Answer == answer)
                        return ShowExit.Done;
                    said.Complain($"Question {number} was closed otherwise: {one.Answer.ToString().ToLowerInvariant()}.",
                        "vitrine watch shows what stands open.");
                    return ShowExit.NothingToShow;
                }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The session said nothing: it has no such question.
        }

        said.Complain($"No question {number} stands open.", "vitrine watch shows what stands open.");
        return ShowExit.NothingToShow;
    }
}
