using Vitrine.Cli.Report;

namespace Vitrine.Cli.Commands;

/// <summary>
/// What <c>diff</c>, <c>apply</c>, <c>discard</c> and <c>held</c> have in common: exit status 2 where the state or the workspace can't be used.
/// </summary>
internal static class ReviewCommands
{
    public static int Guarded(Func<OutputStream, int> run)
    {
        var messages = OutputStream.Messages();
        try
        {
            return run(messages);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            messages.Complain(error.Message, "vitrine doctor checks the state directory; nothing that was left is lost");
            return ShowExit.NothingToShow;
        }
    }
}
