using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>Gives one body: byte by byte to a file or a pipe, as visible text to a terminal.</summary>
internal sealed class ShowBody(StoredSession session, OutputStream data, OutputStream messages)
{
    public int Run(long number, bool ofResponse)
    {
        bool isKnown = false;
        PayloadReference? body = null;
        session.ReadEntries(entry =>
        {
            switch (entry.Data)
            {
                case RequestStarted started when started.Request == number:
                    isKnown = true;
                    body = ofResponse ? body : started.Body ?? body;
                    break;
                case RequestEnded ended when ended.Request == number:
                    isKnown = true;
                    body = ofResponse ? ended.ResponseBody : body ?? ended.RequestBody;
                    break;
            }
        });
        if (body is not null)
            return Write(body, number);
        messages.Complain(
            isKnown
                ? $"Request {number} of session {session.Id} has no {(ofResponse ? "body of an answer" : "body")}."
                : $"Session {session.Id} has no request {number}.",
            isKnown
                ? $"vitrine show {session.Id} lists the bodies that are kept{(ofResponse ? "" : "; --response gives the answer's")}."
                : $"vitrine show {session.Id} lists its requests.");
        return ShowExit.NothingToShow;
    }

    private int Write(PayloadReference body, long number)
    {
        BodyStatus status = data.IsTerminal ? WriteToTerminal(body, number, out bool isShown) : WriteBytes(body, out isShown);
        if (status == BodyStatus.Complete)
        {
            if (body.IsTruncated)
                messages.Complain($"This is the beginning of it: of {Quantity.Bytes(body.Size)} no more is kept.", "the whole size stands in the record.");
            return isShown ? ShowExit.Done : ShowExit.NothingToShow;
        }

        (string what, string hint) = status switch
        {
            BodyStatus.Purged => ("its key was destroyed by vitrine purge, and so nobody can read it any more.", "its digest and size stay in the record."),
            BodyStatus.Missing => ("it is not in the store.", $"vitrine verify {session.Id} says what else is missing."),
            _ => ("it is not what was recorded: what was given out is not to be trusted.", $"vitrine verify {session.Id} says what else is damaged."),
        };
        messages.Complain($"The body of request {number} cannot be given: {what}", hint);
        return status == BodyStatus.Damaged ? ShowExit.Damaged : ShowExit.NothingToShow;
    }

    private BodyStatus WriteBytes(PayloadReference body, out bool isShown)
    {
        BodyStatus status = session.ReadBody(body, data.Bytes);
        data.Bytes.Flush();
        isShown = true;
        return status;
    }

    private BodyStatus WriteToTerminal(PayloadReference body, long number, out bool isShown)
    {
        using var bytes = new MemoryStream();
        BodyStatus status = session.ReadBody(body, bytes);
        isShown = false;
        if (status != BodyStatus.Complete)
            return status;
        using StreamWriter writer = data.OpenText();
        isShown = BodyText.TryWrite(writer, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        if (!isShown)
            messages.Complain($"The body of request {number} is no text ({Quantity.Bytes(bytes.Length)}).",
                $"write it to a file: vitrine show {session.Id} --body {number} > FILE");
        return status;
    }
}
