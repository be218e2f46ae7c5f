using Vitrine.Gateway.Model;

namespace Vitrine.Gateway.StandIn;

/// <summary>How far a conversation has come, read from its history alone: a retry or a parallel session cannot disturb it.</summary>
/// <param name="Turn">Turns that were finished before this one.</param>
/// <param name="Step">The step to take next.</param>
/// <param name="Attempt">Which way to take it.</param>
internal readonly record struct Progress(int Turn, int Step, int Attempt)
{
    /// <summary>Turns are counted up to here; what comes later shares the last number.</summary>
    private const int MaximumTurns = 999_999;

    /// <summary>
    /// Reads the progress. A turn ends where the model spoke without a call and the person spoke after it; then the script begins anew.
    /// </summary>
    public static Progress Of(IReadOnlyList<ModelMessage> messages)
    {
        int turn = 0;
        CallId? last = null;
        bool failed = false;
        bool spoke = false;
        foreach (ModelMessage message in messages)
        {
            foreach (ModelPart part in message.Parts)
            {
                switch (part)
                {
                    case ModelPart.ToolCall:
                        spoke = false;
                        break;
                    case ModelPart.ToolResult result:
                        spoke = false;
                        if (CallId.TryRead(result.CallId, out CallId id))
                            (last, failed) = (id, result.IsError || ToolFailure.IsIn(result.Value));
                        break;
                    case ModelPart.Text when message.Role == ModelRole.Assistant:
                        spoke = true;
                        break;
                    case ModelPart.Text when message.Role == ModelRole.User && spoke:
                        (turn, last, spoke) = (Math.Min(turn + 1, MaximumTurns), null, false);
                        break;
                }
            }
        }

        return last is not { } done ? new(turn, 0, 0) : failed ? new(turn, done.Step, done.Attempt + 1) : new(turn, done.Step + 1, 0);
    }
}
