using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>Attributes of entries: OpenTelemetry's semantic conventions where they have a name for it, <c>vitrine.*</c> where not.</summary>
internal static class OtlpAttributes
{
    public static void Write(OtlpRecord to, Observation data, bool withContent)
    {
        switch (data)
        {
            case SessionStarted or SessionEnded:
                WriteSession(to, data, withContent);
                break;
            case ProgramRun run:
                to.Number("process.pid"u8, run.Process);
                to.Number("process.parent_pid"u8, run.ParentProcess > 0 ? run.ParentProcess : null);
                to.Text("process.executable.path"u8, run.Program.ToString());
                to.Text("process.working_directory"u8, run.WorkingDirectory.ToString());
                to.Number("process.args_count"u8, run.ArgumentsCut ? null : run.Arguments.Count);
                if (withContent)
                    to.List("process.command_args"u8, run.Arguments);
                break;
            case FileOpened opened:
                to.Number("process.pid"u8, opened.Process);
                WriteFile(to, opened.Path);
                to.Text("vitrine.file.access"u8, opened.Access);
                to.Truth("vitrine.file.exists"u8, opened.Exists);
                break;
            case FileChanged changed:
                to.Number("process.pid"u8, changed.Process);
                WriteFile(to, changed.Path);
                to.Text("vitrine.file.change"u8, changed.Change);
                to.Text("vitrine.file.target"u8, changed.Target?.ToString());
                break;
            case FileHeldBack held:
                WriteFile(to, held.Path);
                to.Text("vitrine.reason"u8, held.Why);
                break;
            case RequestStarted or RequestEnded or CredentialUsed:
                WriteHttp(to, data, withContent);
                break;
            case BodyInspected inspected:
                WriteInspected(to, inspected);
                break;
            case SocketConnected or SocketBound or FlowRefused or FlowStarted or FlowEnded or NameLookedUp:
                WriteNetwork(to, data);
                break;
            default:
                WriteRare(to, data, withContent);
                break;
        }
    }

    private static void WriteSession(OtlpRecord to, Observation data, bool withContent)
    {
        if (data is SessionEnded ended)
        {
            to.Number("process.exit.code"u8, ended.ExitStatus);
            to.Text("vitrine.reason"u8, ended.Reason);
            to.Real("vitrine.seconds"u8, ended.Seconds);
            to.Number("vitrine.refused"u8, ended.Refused);
            return;
        }

        var started = (SessionStarted)data;
        to.Text("gen_ai.operation.name"u8, started.Agent is null ? null : "invoke_agent");
        to.Text("gen_ai.agent.name"u8, started.Agent);
        to.Text("vitrine.version"u8, started.Vitrine);
        to.Text("vitrine.workspace"u8, started.Workspace.ToString());
        to.Text("vitrine.network"u8, started.Network);
        to.Text("os.version"u8, started.Kernel);
        if (withContent)
            to.List("process.command_args"u8, started.Command);
    }

    private static void WriteFile(OtlpRecord to, UnixPath path)
    {
        string text = path.ToString();
        to.Text("file.path"u8, text);
        to.Text("file.name"u8, text[(text.LastIndexOf('/') + 1)..]);
    }

    private static void WriteHttp(OtlpRecord to, Observation data, bool withContent)
    {
        switch (data)
        {
            case RequestStarted started:
                var url = UrlText.Parse(started.Url);
                to.Number("vitrine.request"u8, started.Request);
                to.Text("http.request.method"u8, started.Method);
                to.Text("url.scheme"u8, url.Scheme);
                to.Text("server.address"u8, url.Authority?.Host?.Name ?? url.Authority?.Name);
                to.Number("server.port"u8, url.Port);
                to.Text("url.path"u8, url.Path);
                to.Text("network.protocol.name"u8, "http");
                to.Text("network.protocol.version"u8, started.HttpVersion);
                to.Number("http.request.body.size"u8, started.Body?.Size);
                if (!withContent)
                    break;
                to.Text("url.full"u8, started.Url);
                to.List("vitrine.http.request.headers"u8, started.Headers.Select(header => $"{header.Name}: {header.Value}"));
                break;
            case RequestEnded ended:
                to.Number("vitrine.request"u8, ended.Request);
                to.Number("http.response.status_code"u8, ended.Status > 0 ? ended.Status : null);
                to.Number("http.response.body.size"u8, ended.ResponseBody?.Size);
                to.Number("vitrine.bytes_out"u8, ended.BytesOut);
                to.Number("vitrine.bytes_in"u8, ended.BytesIn);
                to.Real("vitrine.seconds"u8, ended.Seconds);
                to.Text("vitrine.answered_by"u8, ended.AnsweredBy);
                to.Text("vitrine.error"u8, ended.Error);
                if (withContent)
                    to.List("vitrine.http.response.headers"u8, ended.Headers.Select(header => $"{header.Name}: {header.Value}"));
                break;
            case CredentialUsed used:
                to.Number("vitrine.request"u8, used.Request);
                to.Text("server.address"u8, used.Host);
                to.Text("vitrine.credential.name"u8, used.Name);
                to.Text("vitrine.credential.use"u8, used.Use);
                break;
        }
    }

    private static void WriteInspected(OtlpRecord to, BodyInspected inspected)
    {
        to.Number("vitrine.request"u8, inspected.Request);
        to.Text("vitrine.direction"u8, inspected.Direction);
        if (inspected.Destination is { } destination)
        {
            var place = EndpointText.Parse(destination);
            to.Text("server.address"u8, place.Host?.Name ?? place.Name);
            to.Number("server.port"u8, place.Port);
        }

        BodyFindings found = inspected.Findings;
        to.Number("vitrine.findings.secrets"u8, found.Secrets.Count);
        to.Number("vitrine.findings.source"u8, found.Source.Count);
        to.Number("vitrine.findings.identity"u8, found.Identity.Count);
        to.Number("vitrine.findings.hidden_text"u8, found.HiddenText.Count);
        to.Number("vitrine.findings.unscanned"u8, found.Unscanned.Count);
        if (found.Meaning is not { } meaning)
            return;
        to.Text("vitrine.purpose"u8, meaning.Purpose);
        to.Text("vitrine.protocol"u8, meaning.Protocol);
        if (meaning.Purpose is not ("model" or "tool"))
            return;
        to.Text("gen_ai.operation.name"u8, GenAi.Operation(meaning));
        if (meaning.Purpose != "model")
            return;
        to.Text("gen_ai.provider.name"u8, GenAi.Provider(meaning.Protocol));
        if (inspected.Direction is "request" or "sent")
            to.Text("gen_ai.request.model"u8, meaning.Model);
        else
            to.Text("gen_ai.response.model"u8, meaning.Model);
        to.Number("gen_ai.usage.input_tokens"u8, meaning.TokensIn);
        to.Number("gen_ai.usage.output_tokens"u8, meaning.TokensOut);
    }

    private static void WriteNetwork(OtlpRecord to, Observation data)
    {
        switch (data)
        {
            case SocketConnected connected:
                to.Number("process.pid"u8, connected.Process);
                to.Text("network.type"u8, connected.Family);
                WritePeer(to, connected.Address);
                to.Text("server.address"u8, connected.Host);
                break;
            case SocketBound bound:
                to.Number("process.pid"u8, bound.Process);
                to.Text("network.type"u8, bound.Family);
                to.Text("vitrine.address"u8, bound.Address);
                break;
            case FlowRefused refused:
                WritePeer(to, refused.Destination);
                to.Text("vitrine.reason"u8, refused.Reason);
                break;
            case FlowStarted started:
                WritePeer(to, started.Destination);
                break;
            case FlowEnded ended:
                WritePeer(to, ended.Destination);
                to.Number("vitrine.bytes_out"u8, ended.BytesOut);
                to.Number("vitrine.bytes_in"u8, ended.BytesIn);
                to.Real("vitrine.seconds"u8, ended.Seconds);
                break;
            case NameLookedUp lookedUp:
                to.Text("dns.question.name"u8, lookedUp.Name);
                to.Text("vitrine.dns.type"u8, lookedUp.Type);
                to.List("dns.answers"u8, [lookedUp.Answer]);
                break;
        }
    }

    private static void WritePeer(OtlpRecord to, string text)
    {
        var place = EndpointText.Parse(text);
        to.Text("network.peer.address"u8, place.Host?.Name ?? place.Name);
        to.Number("network.peer.port"u8, place.Port);
    }

    private static void WriteRare(OtlpRecord to, Observation data, bool withContent)
    {
        switch (data)
        {
            case OpensRepeated repeated:
                to.Number("vitrine.count"u8, repeated.Count);
                break;
            case SignalSent sent:
                to.Number("process.pid"u8, sent.Process);
                to.Number("vitrine.signal"u8, sent.Signal);
                to.Number("vitrine.target_pid"u8, sent.Target);
                break;
            case CallRefused refused:
                to.Number("process.pid"u8, refused.Process);
                to.Text("vitrine.call"u8, refused.Call);
                to.Text("vitrine.detail"u8, refused.Detail);
                to.Text("error.type"u8, refused.Error);
                break;
            case PolicyDecided decided:
                to.Number("process.pid"u8, decided.Process);
                to.Text("vitrine.subject"u8, decided.Subject);
                to.Text("vitrine.approver"u8, decided.Approver);
                // A command line holds arguments, a URL a query.
                if (withContent)
                    to.Text("vitrine.what"u8, decided.What);
                break;
            case PolicyChanged changed:
                to.Text("vitrine.changed_rule"u8, changed.Rule);
                to.Text("vitrine.scope"u8, changed.Scope);
                break;
            case ReviewKept kept:
                to.Number("vitrine.review.changed"u8, kept.Changed);
                to.Number("vitrine.review.added"u8, kept.Added);
                to.Number("vitrine.review.removed"u8, kept.Removed);
                break;
            case EventsLost lost:
                to.Text("vitrine.source"u8, lost.Source);
                to.Number("vitrine.count"u8, lost.Count);
                to.Text("vitrine.reason"u8, lost.Why);
                break;
            case TerminalSequencesDropped dropped:
                to.Text("vitrine.sequence_kind"u8, dropped.Sequence);
                to.Number("vitrine.count"u8, dropped.Count);
                break;
        }
    }
}
