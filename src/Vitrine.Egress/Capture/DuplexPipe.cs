using System.IO.Pipelines;

namespace Vitrine.Egress.Capture;

/// <summary>Two pipes' ends as one.</summary>
internal sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
